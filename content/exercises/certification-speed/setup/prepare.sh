for ns in harbour fleet blue green; do kubectl create namespace $ns; done

# Their order of birth is not the order of their names.
kubectl run tug -n harbour --image=nginx:1.27
sleep 3
kubectl run ferry -n harbour --image=busybox:1.37 -- sleep 1d
sleep 3
kubectl run crane -n harbour --image=redis:7.4
sleep 3
kubectl run barge -n harbour --image=busybox:1.37 -- sleep 1d
kubectl create secret generic vault -n harbour --from-literal=user=keeper --from-literal=password='t1de-and-T0w'

kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: { name: cart-settings, namespace: fleet }
data: { MODE: live }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: fleet }
spec:
  replicas: 2
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          env:
            - name: MODE
              valueFrom: { configMapKeyRef: { name: cart-settings, key: mode } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: fleet }
spec:
  selector: { app: cart }
  ports: [{ port: 80, targetPort: 8080 }]
YAML

kubectl create deployment api -n green --image=nginx:1.26 --replicas=2
kubectl create deployment api -n blue --image=nginx:1.25 --replicas=2
kubectl rollout status deployment/api -n blue --timeout=120s
kubectl rollout status deployment/api -n green --timeout=120s
kubectl set image deployment/api -n blue nginx=nginx:1.26
kubectl set image deployment/api -n green nginx=nginx:1.27
kubectl rollout status deployment/api -n blue --timeout=120s
kubectl rollout status deployment/api -n green --timeout=120s
kubectl set image deployment/api -n blue nginx=nginx:1.27.999

# The kubelet of node01 looks for static Pods in another place than most.
ssh node01 'mkdir -p /etc/kubelet.d; sed -i "s#/etc/kubernetes/manifests#/etc/kubelet.d#" /var/lib/kubelet/config.yaml; systemctl restart kubelet'
mkdir -p /opt/answers
chown student:student /opt/answers
sleep 20
