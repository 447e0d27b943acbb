import pulumi
import pulumi_tcss as tcss

# The account's purchase state as a resource: read at every preview, update and refresh, kept in state, seen
# by policies. Its values are known already in preview.
state = tcss.PurchaseState("tcss").purchase_state


def cores_to_buy(values: tcss.outputs.PurchaseStateValues):
    """Cores that would have to be paid for on top, if every idle one were put to use."""
    # a field that the account's reply lacks is None, never 0
    if values.undefend_cores_cnt is None or values.idle_cores_cnt is None:
        return "not known"
    return max(0, values.undefend_cores_cnt - values.idle_cores_cnt)


missing = state.apply(cores_to_buy)

pulumi.export("protectionStatus", state.protection_status)
pulumi.export("expirationTimeUtc", state.expiration_time_utc)
pulumi.export("undefendedCores", state.undefend_cores_cnt)
pulumi.export("idleCores", state.idle_cores_cnt)
pulumi.export("missingCores", missing)
pulumi.export(
    "summary",
    pulumi.Output.format(
        "{0} cores undefended, {1} idle, {2} to buy", state.undefend_cores_cnt, state.idle_cores_cnt, missing
    ),
)

# The same as a function: read now, and kept nowhere. Policies do not see function calls.
pulumi.export("unlicensedImages", tcss.get_purchase_state().unlicensed_image_cnt)

# Which clusters and hosts to switch on within the cores that are bought already.
plan = tcss.get_coverage_output(exempt=["host:sandbox*"]).plan
pulumi.export("switchOn", plan.apply(lambda known: [asset.id for asset in known.switch_on] if known else []))

# The function as an output, whose arguments may be outputs themselves.
now = tcss.get_purchase_state_output()
pulumi.export("renewsItself", now.automatic_renewal.apply(lambda renewal: renewal == 1))
