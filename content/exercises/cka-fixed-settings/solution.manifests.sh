# Objects from manifests; the variables of the Secret with a prefix; one volume for both mounts.
kubectl apply -n @{namespace} -f - <<YAML
apiVersion: v1
kind: ConfigMap
metadata: { name: @{config} }
immutable: true
data:
  link.ini: |
$(sed 's/^/    /' /opt/files/settings/link.ini)
  angles.tab: |
$(sed 's/^/    /' /opt/files/settings/angles.tab)
  REGION: far-side
---
apiVersion: v1
kind: Secret
metadata: { name: @{secret} }
immutable: true
stringData: { user: @{user}, password: @{password} }
YAML
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (.volumes = [{name: "files", configMap: {name: "@{config}", items: [{key: "link.ini", path: "link/settings.ini"}, {key: "angles.tab", path: "angles"}]}}]
  | .containers[0].volumeMounts = [{name: "files", mountPath: "@{directory}", subPath: "link"}, {name: "files", mountPath: "/etc/nginx/angles.tab", subPath: "angles"}]
  | .containers[0].env = [{name: "REGION", valueFrom: {configMapKeyRef: {name: "@{config}", key: "REGION"}}}, {name: "LINK_USER", valueFrom: {secretKeyRef: {name: "@{secret}", key: "user"}}}, {name: "LINK_PASSWORD", valueFrom: {secretKeyRef: {name: "@{secret}", key: "password"}}}])' | kubectl replace -f -
kubectl get deployment @{other} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef = {name: "@{other}-zones", key: "zones"}' | kubectl replace --force -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
