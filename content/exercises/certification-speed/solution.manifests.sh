# With manifests and editors: the kubelet gets its usual directory back, the Deployments are edited and replaced.
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: quay }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings, namespace: quay }
data: { GREETING: ahoy }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: quay }
spec:
  replicas: 3
  selector: { matchLabels: { run: web } }
  template:
    metadata: { labels: { run: web } }
    spec:
      containers:
        - name: server
          image: nginx:1.27
          resources: { requests: { cpu: 50m } }
          env: [{ name: GREETING, valueFrom: { configMapKeyRef: { name: web-settings, key: GREETING } } }]
---
apiVersion: v1
kind: Service
metadata: { name: entrance, namespace: quay }
spec:
  type: NodePort
  selector: { run: web }
  ports: [{ port: 8080, targetPort: 80, nodePort: 30080 }]
YAML
printf 'tug\nferry\ncrane\nbarge\n' > /opt/answers/pods.txt
kubectl get nodes -o wide --no-headers | awk '{ print $1 "\t" $6 }' > /opt/answers/nodes.txt
kubectl get secret vault -n harbour -o json | jq -r '.data.password | @base64d' > /opt/answers/password.txt

kubectl get deployment cart -n fleet -o yaml | sed 's/key: mode/key: MODE/' | kubectl replace -f -
kubectl delete service cart -n fleet
kubectl expose deployment cart -n fleet --port=80
kubectl set image deployment/api -n blue '*=nginx:1.26'

ssh node01 'sed -i "s#^staticPodPath:.*#staticPodPath: /etc/kubernetes/manifests#" /var/lib/kubelet/config.yaml; systemctl restart kubelet
cat > /etc/kubernetes/manifests/dog.yaml' <<'YAML'
apiVersion: v1
kind: Pod
metadata: { name: watchdog }
spec:
  containers:
    - { name: dog, image: 'busybox:1.37', command: [sh, -c, 'while true; do sleep 60; done'] }
YAML
sleep 60
