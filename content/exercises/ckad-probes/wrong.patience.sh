# fails: mend/stays
# So patient that what hangs hangs for minutes.
kubectl get deployment @{slow} -n @{namespace} -o json \
  | jq '.spec.template.spec.containers[0] *= @{fault.mend} | .spec.template.spec.containers[0].livenessProbe.failureThreshold = 60' | kubectl apply -f -
kubectl rollout status deployment/@{slow} -n @{namespace} --timeout=120s
