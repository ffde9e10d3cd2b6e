# fails: prepare/page, prepare/shared
# The name of one Pod is written down, for all; on the node's disk.
pod=$(kubectl get pods -n @{namespace} -l app=@{app} -o jsonpath='{.items[0].metadata.name}')
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "html", "emptyDir": {}}],
  "initContainers": [{"name": "render", "image": "busybox:1.36", "command": ["sh", "-c", "echo @{text} by '$pod' > /html/index.html"], "volumeMounts": [{"name": "html", "mountPath": "/html"}]}],
  "containers": [{"name": "web", "volumeMounts": [{"name": "html", "mountPath": "/usr/share/nginx/html"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
