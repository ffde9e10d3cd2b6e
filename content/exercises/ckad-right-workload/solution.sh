kubectl delete deployment @{agent} @{store} -n @{namespace}
kubectl delete service @{store} -n @{namespace}
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: @{agent}
  namespace: @{namespace}
spec:
  selector:
    matchLabels:
      app: @{agent}
  updateStrategy:
    rollingUpdate:
      maxUnavailable: @{most}
  template:
    metadata:
      labels:
        app: @{agent}
    spec:
      tolerations:
        - operator: Exists
      terminationGracePeriodSeconds: 2
      containers:
        - name: agent
          image: busybox:1.36
          command: [sh, -c, 'while true; do echo "@{agent} on $NODE"; sleep 10; done']
          env:
            - name: NODE
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
---
apiVersion: v1
kind: Service
metadata:
  name: @{store}
  namespace: @{namespace}
spec:
  clusterIP: None
  selector:
    app: @{store}
  ports:
    - name: http
      port: 8080
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: @{store}
  namespace: @{namespace}
spec:
  serviceName: @{store}
  replicas: @{replicas}
  podManagementPolicy: Parallel
  selector:
    matchLabels:
      app: @{store}
  template:
    metadata:
      labels:
        app: @{store}
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: store
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
          ports:
            - containerPort: 8080
          volumeMounts:
            - name: data
              mountPath: @{path}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        storageClassName: @{class}
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: @{size}
YAML
kubectl rollout status daemonset/@{agent} -n @{namespace} --timeout=120s
kubectl rollout status statefulset/@{store} -n @{namespace} --timeout=120s
sleep 30
