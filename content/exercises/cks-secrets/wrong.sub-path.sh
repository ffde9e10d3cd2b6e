# fails: files/follows
# Files by subPath: right on the first day.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (del(.containers[0].@{fault.field})
  | .volumes = [{name: "files", secret: {secretName: "@{secret}", defaultMode: 256}}]
  | .containers[0].volumeMounts = (["user", "password"] | map({name: "files", mountPath: "@{directory}/\(.)", subPath: .})))' | kubectl replace --force -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
