//go:build tools

package main

import (
	_ "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3"
	_ "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java"
)
