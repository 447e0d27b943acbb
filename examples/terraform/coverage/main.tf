terraform {
  required_providers {
    tcss = {
      source = "pulumi-tcss/tcss"
    }
  }
}

provider "tcss" {}

data "tcss_coverage" "this" {
  exempt = ["host:build-*"]
}

output "undefended" {
  value = {
    for asset in data.tcss_coverage.this.assets : asset.id => asset.undefended_cores
    if asset.status != "defended" && asset.id != null && asset.exempt == null
  }
}

# what to switch on in the TCSS console, at no cost; null where it is unknown
output "switch_on" {
  value = try(data.tcss_coverage.this.plan.switch_on[*].id, null)
}
