terraform {
  required_providers {
    tcss = {
      source = "pulumi-tcss/tcss"
    }
  }
}

provider "tcss" {}

# stops plan and apply before anything is created, and lets destroy pass
data "tcss_gate" "this" {
  rules = {
    "expiring-soon" = { min_days_left = 30 }
  }

  lifecycle {
    postcondition {
      condition     = self.passed
      error_message = self.summary
    }
  }
}

# in place of what yours deploys
resource "terraform_data" "node_pool" {
  input = "three nodes"
}
