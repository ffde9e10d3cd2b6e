# fails: policy/rules, policy/meets
kubectl label namespace @{namespace} checked-
kubectl label namespace @{guarded} pod-security.kubernetes.io/enforce=privileged --overwrite
sleep 3
kubectl apply -f /opt/work/admission/@{app}.yaml
sleep 30
