kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec |= (. + {
  volumes: [{name: "page", emptyDir: {medium: "Memory", sizeLimit: "8Mi"}}, {name: "from", configMap: {name: "@{app}-template"}}],
  initContainers: [{name: "render", image: "busybox:1.36", command: ["sh", "-c", "sed \"s/POD/$(hostname)/\" /from/page.txt > /to/index.html"], volumeMounts: [{name: "page", mountPath: "/to"}, {name: "from", mountPath: "/from"}]}]}
  | .containers[0].volumeMounts = [{name: "page", mountPath: "/usr/share/nginx/html", readOnly: true}])' | kubectl replace --force -f -
kubectl get deployment @{stuck} -n @{namespace} -o json | jq '@{fault.other}' | kubectl replace -f -
kubectl run @{pod} -n @{namespace} --image=busybox:1.36 --labels=team=@{team},run=@{pod} --dry-run=client -o json -- sleep 1000000 | jq '.spec.containers[0] += {resources: {requests: {memory: "32Mi"}, limits: {memory: "@{memory.limit}"}}, volumeMounts: [{name: "facts", mountPath: "/etc/facts"}]}
  | .spec.volumes = [{name: "facts", projected: {defaultMode: 288, sources: [{secret: {name: "@{pod}-key", items: [{key: "token", path: "key"}]}}, {configMap: {name: "@{pod}-settings", items: [{key: "settings.conf", path: "settings.conf"}]}},
    {downwardAPI: {items: [{path: "labels", fieldRef: {fieldPath: "metadata.labels"}}, {path: "memory", resourceFieldRef: {containerName: "@{pod}", resource: "limits.memory", divisor: "1Mi"}}]}}]}}]' | kubectl apply -f -
sleep 60
