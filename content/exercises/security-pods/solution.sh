kubectl label namespace team pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/warn=restricted pod-security.kubernetes.io/audit=restricted

kubectl patch deployment api -n safe -p '
spec:
  template:
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: busybox
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
'

kubectl patch deployment router -n edge --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/securityContext","value":{"capabilities":{"drop":["ALL"],"add":["NET_ADMIN"]}}}]'

kubectl patch deployment thumbs -n edge -p '
spec:
  template:
    spec:
      containers:
        - name: thumbs
          volumeMounts:
            - name: cache
              mountPath: /var/cache/thumbs
      volumes:
        - name: cache
          emptyDir: {}
'
kubectl rollout status deployment/api -n safe --timeout=120s
kubectl rollout status deployment/router -n edge --timeout=120s
kubectl rollout status deployment/thumbs -n edge --timeout=120s
sleep 35
