require("pulumi-tcss");
