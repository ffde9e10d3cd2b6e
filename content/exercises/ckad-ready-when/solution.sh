kubectl patch deployment @{rpc} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/readinessProbe",
  "value": {"grpc": {"port": @{rpcPort}, "service": "@{service}"}, "periodSeconds": @{pace.every}, "failureThreshold": @{pace.out}}}]'
kubectl patch deployment @{worker} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: worker
          readinessProbe:
            exec:
              command: [test, -e, /run/@{worker}/@{flag}]
            successThreshold: @{again}
            periodSeconds: 5
'
kubectl patch deployment @{line} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: line
          readinessProbe:
            tcpSocket:
              port: @{open}
'
for name in @{rpc} @{worker} @{line}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
sleep 10
