kubectl patch deployment web -n shop --patch '
spec:
  strategy:
    rollingUpdate:
      maxUnavailable: 0
  template:
    spec:
      containers:
        - name: nginx
          readinessProbe:
            httpGet: { path: /, port: 80 }
            periodSeconds: 2
          lifecycle:
            preStop:
              sleep: { seconds: 8 }
'
kubectl patch deployment worker -n shop --patch '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":60}}}}'
kubectl patch deployment sleeper -n shop --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command/2","value":"trap \"exit 0\" TERM; while true; do echo working; sleep 1; done"}]'
kubectl rollout status deployment/web -n shop --timeout=180s
kubectl rollout status deployment/worker -n shop --timeout=180s
kubectl rollout status deployment/sleeper -n shop --timeout=180s
sleep 30
