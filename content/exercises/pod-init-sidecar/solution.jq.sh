# What is there, taken out as JSON, changed and put back; the Service is given the port that front asks for.
kubectl run site --image=nginx:1.27 --dry-run=client -o json | jq '
  .spec.volumes = [{"name": "www", "emptyDir": {}}]
  | .spec.containers[0].volumeMounts = [{"name": "www", "mountPath": "/usr/share/nginx/html", "readOnly": true}]
  | .spec.initContainers = [{"name": "build", "image": "nginx:1.27", "args": ["sh", "-c", "echo this page was built by init > /www/index.html"],
      "volumeMounts": [{"name": "www", "mountPath": "/www"}]}]' > /root/site.yaml
kubectl create -f /root/site.yaml

kubectl get deployment api -n shop -o json | jq '
  .spec.template.spec.volumes = [{"name": "v", "emptyDir": {"sizeLimit": "50Mi"}}]
  | .spec.template.spec.containers[0].volumeMounts = [{"name": "v", "mountPath": "/var/log"}]
  | .spec.template.spec.initContainers = [{"name": "log-shipper", "image": "busybox:1.36", "restartPolicy": "Always",
      "command": ["sh", "-c", "until [ -f /logs/api/orders.log ]; do sleep 1; done; exec tail -f /logs/api/orders.log"],
      "volumeMounts": [{"name": "v", "mountPath": "/logs", "readOnly": true}]}]' | kubectl replace -f -

kubectl get job nightly -n batch -o json | jq '
  del(.metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .metadata.labels, .spec.selector, .spec.template.metadata, .status)
  | .spec.template.spec.initContainers = [.spec.template.spec.containers[] | select(.name == "proxy") | .restartPolicy = "Always"]
  | .spec.template.spec.containers |= map(select(.name == "report"))' | kubectl replace --force -f -

kubectl patch service catalog-db -n library --type=json -p '[{"op": "add", "path": "/spec/ports/0/name", "value": "redis"},
  {"op": "add", "path": "/spec/ports/-", "value": {"name": "asked-for", "port": 5432, "targetPort": 6379}}]'

kubectl wait --for=condition=Ready pod/site --timeout=120s
kubectl rollout status deployment/api -n shop --timeout=120s
kubectl rollout status deployment/front -n library --timeout=120s
kubectl wait -n batch --for=condition=Complete job/nightly --timeout=180s
sleep 10
