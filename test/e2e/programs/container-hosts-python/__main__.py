# The same as container-hosts in Python, without references: registers what resources.json lists.
import json

import pulumi

with open("resources.json") as file:
    for resource in json.load(file):
        pulumi.CustomResource("tencentcloud:" + resource["type"], resource["name"], resource["props"])
