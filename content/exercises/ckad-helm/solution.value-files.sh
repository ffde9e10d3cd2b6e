# Values through files; the rollback as an upgrade with what the second revision had.
repo=https://stefanprodan.github.io/podinfo
helm get values @{up} -n @{namespace} -o json | jq '.ui.message = "@{message}"' > up.json
helm upgrade @{up} podinfo --repo $repo -n @{namespace} --version @{to} -f up.json
helm get values @{down} -n @{namespace} --revision 2 -o yaml > down.yaml
helm upgrade @{down} podinfo --repo $repo -n @{namespace} --version 6.8.0 --reset-values -f down.yaml
helm list -A -o json | jq -r '.[] | select(.chart == "podinfo-6.5.4") | "\(.name) -n \(.namespace)"' | xargs helm uninstall
sleep 60
