helm repo add podinfo https://stefanprodan.github.io/podinfo
helm upgrade @{up} podinfo/podinfo -n @{namespace} --version @{to} --reset-then-reuse-values --set ui.message='@{message}'
helm rollback @{down} 2 -n @{namespace}
helm uninstall @{old.name} -n @{old.namespace}
kubectl rollout status deployment/@{up}-podinfo -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{down}-podinfo -n @{namespace} --timeout=120s
sleep 10
