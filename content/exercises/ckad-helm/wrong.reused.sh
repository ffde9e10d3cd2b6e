# fails: upgrade/runs
# --reuse-values reuses the old chart's defaults as well: the tag of the image is one of them.
helm upgrade @{up} podinfo --repo https://stefanprodan.github.io/podinfo -n @{namespace} --version @{to} --reuse-values --set ui.message='@{message}'
sleep 40
