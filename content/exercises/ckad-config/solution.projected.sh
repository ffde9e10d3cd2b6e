kubectl create secret generic @{secret} -n @{namespace} --dry-run=client -o json \
  | jq '.stringData = {user: "@{user}", password: "@{password}"}' | kubectl apply -f -
kubectl create configmap @{config} -n @{namespace} --from-file=@{file}=/opt/work/config/@{file} --dry-run=client -o json | jq '.data.MODE = "@{mode}"' | kubectl create -f -
kubectl get deployment @{app} -n @{namespace} -o json | jq '
  def from($kind; $name; $key): {valueFrom: {($kind): {name: $name, key: $key}}};
  .spec.template.spec.volumes = [{name: "all", projected: {sources: [{configMap: {name: "@{config}", items: [{key: "@{file}", path: "@{file}"}]}}]}}]
  | .spec.template.spec.containers[0] += {
      volumeMounts: [{name: "all", mountPath: "@{mount}", readOnly: true}],
      env: [({name: "MODE"} + from("configMapKeyRef"; "@{config}"; "MODE")),
            ({name: "@{variables.user}"} + from("secretKeyRef"; "@{secret}"; "user")),
            ({name: "@{variables.password}"} + from("secretKeyRef"; "@{secret}"; "password"))]}' | kubectl replace -f -
sleep 60
