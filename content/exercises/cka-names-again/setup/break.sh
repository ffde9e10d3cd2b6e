kubectl rollout status deployment/names -n @{namespace} --timeout=60s
kubectl wait --for=condition=Ready pod/client -n @{namespace} --timeout=60s
@{fault.break}
sleep 40
