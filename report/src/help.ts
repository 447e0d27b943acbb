/** What follows the options in the help texts. */
export const EXAMPLES = {
  tcss: `
Examples:
  tcss status                                       the account, on one screen
  tcss report --stack acme/security/prod --format html --output report.html
  tcss check --live --fail-on advisory              exit 0: passes, 1: blocks, 2: unknown
  pulumi stack output --json | tcss check --file -  the stack exports a PurchaseState's purchaseState
  tcss explain TCSS002`,
  status: `
Examples:
  tcss status                                       the account of the environment's credentials
  tcss status --stack acme/security/prod            a stack's state, as of its last update
  tcss status --file reply.json --at 2026-12-24     as the gate would assess it on that day`,
  report: `
Examples:
  tcss report --stack acme/security/prod --stack acme/security/test
  tcss report --live --account production --format sarif --output tcss.sarif
  tcss report -f json=tcss.json -f html=tcss.html -f table     three formats of one reading
  tcss report --stack acme/security/prod --history --format html -o report.html
  pulumi stack export | tcss report --file - --format markdown
  tcss report --prices prices.json                  your own prices, instead of the list's`,
  check: `
Exit codes: 0 the gate would pass, 1 it would block, 2 unknown (bad input, no credentials, no answer).

Examples:
  tcss check                                        the account of the environment's credentials
  tcss check --quiet && pulumi up                   the exit code alone
  tcss check --fail-on advisory --stack acme/security/prod
  tcss check --format junit --output tcss.xml       a report for CI beside the lines
  tcss check --policy-pack-config config.json --gate-config tcss.gate.yaml`,
  explain: `
Examples:
  tcss explain                                      all rules
  tcss explain TCSS002
  tcss explain no-undefended-cores`,
  "policy-json": `
Example:
  tcss policy-json > tcss-read.json                 then create the policy from it in CAM`,
  completion: `
Examples:
  source <(tcss completion bash)                    in ~/.bashrc
  source <(tcss completion zsh)                     in ~/.zshrc
  tcss completion fish | source                     in ~/.config/fish/config.fish
  tcss completion powershell | Out-String | Invoke-Expression`,
} as const;
