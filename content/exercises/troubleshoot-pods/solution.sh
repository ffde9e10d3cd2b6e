kubectl label node node02 disktype=ssd
kubectl set resources deployment/crane -n harbor --requests=cpu=250m

kubectl set image deployment/flyer -n press web=nginx:1.27
kubectl patch deployment flyer -n press --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/key","value":"color"}]'

kubectl patch configmap recipes -n bakery --type=merge -p '{"data":{"recipe.txt":"rye bread"}}'
kubectl delete pods -n bakery -l app=oven --grace-period=1

kubectl set resources deployment/mixer -n bakery --limits=memory=256Mi

kubectl patch deployment lift -n tower --patch '
spec:
  template:
    spec:
      containers:
        - name: lift
          startupProbe:
            exec: { command: [test, -e, /tmp/up] }
            periodSeconds: 5
            failureThreshold: 20
'
kubectl rollout status deployment/crane -n harbor --timeout=60s
kubectl rollout status deployment/flyer -n press --timeout=60s
kubectl rollout status deployment/oven -n bakery --timeout=60s
kubectl rollout status deployment/mixer -n bakery --timeout=120s
kubectl rollout status deployment/lift -n tower --timeout=120s
sleep 5
