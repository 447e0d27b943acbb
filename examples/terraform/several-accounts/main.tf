terraform {
  required_providers {
    tcss = {
      source = "pulumi-tcss/tcss"
    }
  }
}

# one provider block for each account: each asks with its own profile
provider "tcss" {
  account = "production"
  profile = "production"
}

provider "tcss" {
  alias   = "staging"
  account = "staging"
  profile = "staging"
}

data "tcss_gate" "production" {}

data "tcss_gate" "staging" {
  provider = tcss.staging
}

# warns on staging, stops on production
check "staging" {
  assert {
    condition     = data.tcss_gate.staging.passed
    error_message = data.tcss_gate.staging.summary
  }
}

resource "terraform_data" "node_pool" {
  lifecycle {
    precondition {
      condition     = data.tcss_gate.production.passed
      error_message = data.tcss_gate.production.summary
    }
  }
}
