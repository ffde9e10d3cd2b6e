kubectl create namespace quay
kubectl create configmap web-settings -n quay --from-literal=GREETING=ahoy
kubectl create deployment web -n quay --image=nginx:1.27 --replicas=3
kubectl set resources deployment web -n quay --requests=cpu=50m
kubectl set env deployment/web -n quay --from=configmap/web-settings
kubectl create service nodeport web -n quay --tcp=80:80 --node-port=30080
kubectl rollout status deployment/web -n quay --timeout=120s

kubectl get pods -n harbour --sort-by=.metadata.creationTimestamp -o custom-columns=:.metadata.name --no-headers > /opt/answers/pods.txt
kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name} {.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}' > /opt/answers/nodes.txt
kubectl get secret vault -n harbour -o jsonpath='{.data.password}' | base64 -d > /opt/answers/password.txt

kubectl patch deployment cart -n fleet --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/key","value":"MODE"}]'
kubectl patch service cart -n fleet --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":80}]'
kubectl rollout status deployment/cart -n fleet --timeout=120s

kubectl rollout undo deployment/api -n blue
kubectl rollout status deployment/api -n blue --timeout=120s

kubectl run watchdog --image=busybox:1.37 --dry-run=client -o yaml --command -- sleep 1d > watchdog.yaml
scp watchdog.yaml node01:/etc/kubelet.d/watchdog.yaml
sleep 30
