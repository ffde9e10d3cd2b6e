# fails: upgrade/values, upgrade/runs
# With a value of its own, an upgrade forgets those from before.
helm upgrade @{up} podinfo --repo https://stefanprodan.github.io/podinfo -n @{namespace} --version @{to} --set ui.message='@{message}'
sleep 40
