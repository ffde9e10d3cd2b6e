# fails: upgrade/release
helm upgrade @{up} podinfo --repo https://stefanprodan.github.io/podinfo -n @{namespace} --version 6.7.1 --reuse-values --set ui.message='@{message}'
sleep 40
