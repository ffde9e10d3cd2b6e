# The account is made and patched; the Pods say so themselves, too.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl patch serviceaccount @{account} -n @{namespace} -p '{"automountServiceAccountToken": false}'
kubectl get deployment @{web} -n @{namespace} -o json | jq '.spec.template.spec += {serviceAccountName: "@{account}", automountServiceAccountToken: false}' | kubectl replace -f -
kubectl get deployment @{caller} -n @{namespace} -o json | jq '.spec.template.spec += {serviceAccountName: "@{account}",
  volumes: [{name: "t", projected: {sources: [{serviceAccountToken: {path: "@{file}", audience: "@{audience}", expirationSeconds: @{life.seconds}}}]}}]}
  | .spec.template.spec.containers[0].volumeMounts = [{name: "t", mountPath: "@{dir}", readOnly: true}]' | kubectl replace -f -
kubectl create token @{account} -n @{namespace} --duration=@{hours.seconds}s -o json | jq -r .status.token > /opt/answers/token/@{account}.jwt
for name in @{web} @{caller}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
sleep 5
