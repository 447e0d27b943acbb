# What plan.json was made from: the node pool grows, a native node pool is new, an old scale worker is gone.
terraform {
  required_providers {
    tencentcloud = {
      source  = "tencentcloudstack/tencentcloud"
      version = "~> 1.83"
    }
  }
}

provider "tencentcloud" {
  region = "ap-guangzhou"
}

variable "node_password" {
  type      = string
  sensitive = true
}

locals {
  # nodes by pool
  pools = { web = 5, jobs = 2 }
}

resource "tencentcloud_vpc" "main" {
  name       = "shop"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_kubernetes_node_pool" "pool" {
  for_each         = local.pools
  name             = each.key
  cluster_id       = "cls-7f2k9q1a"
  vpc_id           = tencentcloud_vpc.main.id
  subnet_ids       = ["subnet-a1b2c3d4"]
  min_size         = 1
  max_size         = 10
  desired_capacity = each.value

  auto_scaling_config {
    instance_type = "S5.2XLARGE16"
    password      = var.node_password
  }
}

resource "tencentcloud_kubernetes_native_node_pool" "batch" {
  name       = "batch"
  cluster_id = "cls-7f2k9q1a"
  type       = "Native"

  native {
    instance_charge_type = "POSTPAID_BY_HOUR"
    instance_types       = ["SA2.LARGE8"]
    subnet_ids           = ["subnet-a1b2c3d4"]
    enable_autoscaling   = true

    scaling {
      min_replicas = 2
      max_replicas = 6
    }

    system_disk {
      disk_type = "CLOUD_SSD"
      disk_size = 50
    }
  }
}
