kubectl create serviceaccount watcher -n tools
kubectl create role pod-reader -n tools --verb=get,list --resource=pods
kubectl create rolebinding watcher -n tools --role=pod-reader --serviceaccount=tools:watcher
kubectl set serviceaccount deployment/watcher -n tools watcher

kubectl patch deployment page -n tools -p '{"spec":{"template":{"spec":{"automountServiceAccountToken":false}}}}'

kubectl patch deployment signer -n tools -p '
spec:
  template:
    spec:
      containers:
        - name: signer
          volumeMounts:
            - name: tokens
              mountPath: /var/run/secrets/tokens
      volumes:
        - name: tokens
          projected:
            sources:
              - serviceAccountToken:
                  path: vault-token
                  audience: vault
                  expirationSeconds: 600
'

kubectl patch rolebinding reporter -n data --type=json -p '[{"op":"replace","path":"/subjects/0/namespace","value":"tools"}]'
for name in watcher page signer; do kubectl rollout status deployment/$name -n tools --timeout=120s; done
sleep 35
