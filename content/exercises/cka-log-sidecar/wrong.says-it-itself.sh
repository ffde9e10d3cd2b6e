# fails: sidecar/unchanged, sidecar/native
# The application is changed so that it prints its lines.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].command[2] |= sub(">> .*log;"; "| tee -a /var/log/app/@{file};") | .spec.template.spec.containers[0].name = "@{sidecar}"' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
