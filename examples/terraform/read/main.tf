terraform {
  required_providers {
    tcss = {
      source = "pulumi-tcss/tcss"
    }
  }
}

# credentials from the environment, a tccli profile or a role
provider "tcss" {}

data "tcss_purchase_state" "this" {}

output "undefended_cores" {
  value = data.tcss_purchase_state.this.undefend_cores_cnt
}

output "idle_cores" {
  value = data.tcss_purchase_state.this.idle_cores_cnt
}

output "days_left" {
  value = provider::tcss::days_left(data.tcss_purchase_state.this.expiration_time_utc, plantimestamp())
}
