"""Reads an account's assets with Tencent Cloud's own SDK, and prints what it found as JSON."""

import json
import sys

from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.cvm.v20170312 import cvm_client, models as cvm
from tencentcloud.tcss.v20201101 import models as tcss, tcss_client

endpoint, secret_id, secret_key, method = sys.argv[1:]
profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=endpoint, reqMethod=method))
keys = credential.Credential(secret_id, secret_key)
client = tcss_client.TcssClient(keys, "ap-singapore", profile)


def asked(model, **values):
    request = model()
    for name, value in values.items():
        setattr(request, name, value)
    return request


def named(model, name, *values):
    return asked(model, Name=name, Values=list(values))


def pages(call, model, field, limit, **values):
    found = []
    while True:
        reply = call(asked(model, Offset=len(found), Limit=limit, **values))
        found += getattr(reply, field) or []
        if len(found) >= reply.TotalCount:
            return found


def code_of(call, request):
    try:
        call(request)
    except TencentCloudSDKException as error:
        return error.get_code()
    return None


clusters = pages(client.DescribeUserCluster, tcss.DescribeUserClusterRequest, "ClusterInfoList", 2)
outside = [named(tcss.AssetFilters, "NonClusterNode", "true")]
hosts = pages(client.DescribeAssetHostList, tcss.DescribeAssetHostListRequest, "List", 3, Filters=outside)
nodes = pages(client.DescribeAssetSuperNodeList, tcss.DescribeAssetSuperNodeListRequest, "List", 10)
state = client.DescribePurchaseStateInfo(tcss.DescribePurchaseStateInfoRequest())
synchronized = client.DescribeAssetSyncLastTime(tcss.DescribeAssetSyncLastTimeRequest())
types = cvm_client.CvmClient(keys, "ap-singapore", profile).DescribeZoneInstanceConfigInfos(
    asked(
        cvm.DescribeZoneInstanceConfigInfosRequest,
        Filters=[named(cvm.Filter, "instance-type", "GN7.2XLARGE40"), named(cvm.Filter, "zone", "ap-singapore-1")],
    )
)
print(
    json.dumps(
        {
            "clusters": [[each.ClusterId, each.CoresCnt, each.ChargeCoresCnt, each.DefenderStatus] for each in clusters],
            "hosts": [[each.HostName, each.CoresCnt, each.Tags[0].TagKey] for each in hosts],
            "superNodes": [each.NodeName for each in nodes],
            "undefended": state.UndefendCoresCnt,
            "synchronized": synchronized.TaskStatus,
            "cores": [each.Cpu for each in types.InstanceTypeQuotaSet],
            "tooMany": code_of(client.DescribeAssetHostList, asked(tcss.DescribeAssetHostListRequest, Limit=101)),
            "unknownFilter": code_of(
                client.DescribeUserCluster,
                asked(tcss.DescribeUserClusterRequest, Filters=[named(tcss.ComplianceFilters, "Color", "red")]),
            ),
        }
    )
)
