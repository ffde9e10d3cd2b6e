kubectl create namespace shop
kubectl create deployment api -n shop --image=gcr.io/google-samples/hello-app:1.0 --replicas=2
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec:
  selector: {app: api}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: ring}
spec:
  clusterIP: None
  selector: {app: ring}
  ports: [{name: redis, port: 6379}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ring}
spec:
  serviceName: ring
  replicas: 2
  podManagementPolicy: Parallel
  selector: {matchLabels: {app: ring}}
  template:
    metadata: {labels: {app: ring}}
    spec:
      containers: [{name: redis, image: 'redis:7.4', ports: [{name: redis, containerPort: 6379}]}]
YAML
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity
kubectl run tools --image=nicolaka/netshoot:v0.13 --labels=app=tools --command -- sleep infinity

kubectl create namespace front
kubectl create namespace ops
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: front}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: busybox:1.36
          env: [{name: API_URL, value: 'http://api/'}]
          command:
            - sh
            - -c
            - while true; do wget -T 2 -q -O /tmp/new "$API_URL" && mv /tmp/new /tmp/answer || rm -f /tmp/answer; sleep 3; done
          readinessProbe:
            exec: {command: [test, -s, /tmp/answer]}
            periodSeconds: 3
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: ops}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      hostNetwork: true
      terminationGracePeriodSeconds: 1
      containers:
        - name: agent
          image: busybox:1.36
          env: [{name: API_URL, value: 'http://api.shop.svc.cluster.local/'}]
          command:
            - sh
            - -c
            - while true; do wget -T 2 -q -O /tmp/new "$API_URL" && mv /tmp/new /tmp/answer || rm -f /tmp/answer; sleep 3; done
          readinessProbe:
            exec: {command: [test, -s, /tmp/answer]}
            periodSeconds: 3
YAML

kubectl create namespace data
kubectl apply -n data -f - <<'YAML'
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 3
  podManagementPolicy: Parallel
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: redis, image: 'redis:7.4', ports: [{name: redis, containerPort: 6379}]}]
YAML

kubectl create namespace corp
kubectl apply -n corp -f - <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: dns}
data:
  Corefile: |
    corp.internal:53 {
        errors
        hosts {
            10.20.30.40 wiki.corp.internal
            10.20.30.41 git.corp.internal
        }
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: dns}
spec:
  replicas: 1
  selector: {matchLabels: {app: dns}}
  template:
    metadata: {labels: {app: dns}}
    spec:
      containers:
        - name: coredns
          image: registry.k8s.io/coredns/coredns:v1.13.1
          args: [-conf, /etc/coredns/Corefile]
          volumeMounts: [{name: config, mountPath: /etc/coredns}]
      volumes: [{name: config, configMap: {name: dns}}]
---
apiVersion: v1
kind: Service
metadata: {name: dns}
spec:
  clusterIP: 10.96.0.53
  selector: {app: dns}
  ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
YAML

kubectl get configmap coredns -n kube-system -o yaml | sed 's|forward . /etc/resolv.conf|forward . 192.0.2.53|' | kubectl replace -f -
kubectl rollout restart deployment/coredns -n kube-system
for name in shop/api corp/dns kube-system/coredns; do
  kubectl rollout status deployment/${name#*/} -n ${name%/*} --timeout=180s
done
kubectl rollout status statefulset/ring --timeout=180s
kubectl rollout status statefulset/db -n data --timeout=180s
kubectl wait --for=condition=Ready pod/client pod/tools --timeout=120s
kubectl wait -n front --for=jsonpath='{.status.phase}'=Running pod -l app=web --timeout=120s
kubectl wait -n ops --for=jsonpath='{.status.phase}'=Running pod -l app=agent --timeout=120s
sleep 20
