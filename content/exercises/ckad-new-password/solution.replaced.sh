kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (.volumes = [{name: "db", secret: {secretName: "@{secret}", items: [{key: "password", path: "@{file}", mode: 256}]}}]
  | .containers[0] += {env: [{name: "DB_USER", valueFrom: {secretKeyRef: {name: "@{secret}", key: "user"}}}], volumeMounts: [{name: "db", mountPath: "@{mount}", readOnly: true}]})' | kubectl replace -f -
kubectl get secret @{shared} -n @{namespace} -o json | jq --arg new "$(base64 -w0 /opt/work/secret/new.txt)" 'del(.immutable, .metadata.uid, .metadata.resourceVersion) | .data.password = $new' | kubectl replace --force -f -
kubectl get deployment @{other} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].volumeMounts[0] = {name: "login", mountPath: "/run/creds/"}' | kubectl replace -f -
kubectl rollout restart deployment/@{other} -n @{namespace}
kubectl create secret docker-registry @{pull} -n @{namespace} --docker-server=@{registry} --docker-username=@{login} --docker-password=@{word} --docker-email=team@example.com
kubectl get serviceaccount @{account} -n @{namespace} -o json | jq '.imagePullSecrets = [{name: "@{pull}"}]' | kubectl replace -f -
sleep 60
