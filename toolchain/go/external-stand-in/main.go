// Plays hashicorp/external in measurements, where the public registry cannot be reached: `data "external"` starts a
// program, hands it the query as JSON on standard input, and takes one JSON object of texts from its standard output.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os/exec"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var texts = tftypes.Map{ElementType: tftypes.String}

var arguments = []*tfprotov5.SchemaAttribute{
	{Name: "program", Type: tftypes.List{ElementType: tftypes.String}, Required: true},
	{Name: "working_dir", Type: tftypes.String, Optional: true},
	{Name: "query", Type: texts, Optional: true},
	{Name: "id", Type: tftypes.String, Computed: true},
	{Name: "result", Type: texts, Computed: true},
}

var external = &tfprotov5.Schema{Block: &tfprotov5.SchemaBlock{Attributes: arguments}}

// provider has only what a data source without a configured provider needs; a call of anything else ends it.
type provider struct{ tfprotov5.ProviderServer }

func (provider) GetProviderSchema(
	context.Context, *tfprotov5.GetProviderSchemaRequest,
) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		// as providers of the plugin framework say it
		ServerCapabilities: &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true},
		Provider:           &tfprotov5.Schema{Block: &tfprotov5.SchemaBlock{}},
		DataSourceSchemas:  map[string]*tfprotov5.Schema{"external": external},
	}, nil
}

func (provider) GetResourceIdentitySchemas(
	context.Context, *tfprotov5.GetResourceIdentitySchemasRequest,
) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (provider) PrepareProviderConfig(
	_ context.Context, request *tfprotov5.PrepareProviderConfigRequest,
) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (provider) ConfigureProvider(
	context.Context, *tfprotov5.ConfigureProviderRequest,
) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (provider) ValidateDataSourceConfig(
	context.Context, *tfprotov5.ValidateDataSourceConfigRequest,
) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (provider) StopProvider(
	context.Context, *tfprotov5.StopProviderRequest,
) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (provider) ReadDataSource(
	ctx context.Context, request *tfprotov5.ReadDataSourceRequest,
) (*tfprotov5.ReadDataSourceResponse, error) {
	state, err := read(ctx, request.Config)
	if err != nil {
		failure := &tfprotov5.Diagnostic{
			Severity: tfprotov5.DiagnosticSeverityError,
			Summary:  "The program failed",
			Detail:   err.Error(),
		}
		return &tfprotov5.ReadDataSourceResponse{Diagnostics: []*tfprotov5.Diagnostic{failure}}, nil
	}
	return &tfprotov5.ReadDataSourceResponse{State: state}, nil
}

func read(ctx context.Context, config *tfprotov5.DynamicValue) (*tfprotov5.DynamicValue, error) {
	kind := external.ValueType()
	whole, err := config.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	values := map[string]tftypes.Value{}
	program, folder, query := []tftypes.Value{}, "", map[string]tftypes.Value{}
	for _, into := range []func() error{
		func() error { return whole.As(&values) },
		func() error { return values["program"].As(&program) },
		func() error { return values["working_dir"].As(&folder) },
		func() error { return values["query"].As(&query) },
	} {
		if err := into(); err != nil {
			return nil, err
		}
	}
	result, err := run(ctx, program, folder, query)
	if err != nil {
		return nil, err
	}
	values["id"] = tftypes.NewValue(tftypes.String, "-")
	values["result"] = tftypes.NewValue(texts, result)
	state, err := tfprotov5.NewDynamicValue(kind, tftypes.NewValue(kind, values))
	return &state, err
}

func run(
	ctx context.Context, program []tftypes.Value, folder string, query map[string]tftypes.Value,
) (map[string]tftypes.Value, error) {
	words := make([]string, len(program))
	for i, each := range program {
		if err := each.As(&words[i]); err != nil {
			return nil, err
		}
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("program is empty")
	}
	asked := make(map[string]string, len(query))
	for name, each := range query {
		var text string
		if err := each.As(&text); err != nil {
			return nil, err
		}
		asked[name] = text
	}
	input, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Dir = folder
	command.Stdin = bytes.NewReader(input)
	problem := &bytes.Buffer{}
	command.Stderr = problem
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", words[0], err, problem)
	}
	answered := map[string]string{}
	if err := json.Unmarshal(output, &answered); err != nil {
		return nil, err
	}
	result := make(map[string]tftypes.Value, len(answered))
	for name, text := range answered {
		result[name] = tftypes.NewValue(tftypes.String, text)
	}
	return result, nil
}

func main() {
	serve := func() tfprotov5.ProviderServer { return provider{} }
	if err := tf5server.Serve("example.com/stand-in/external", serve); err != nil {
		log.Fatal(err)
	}
}
