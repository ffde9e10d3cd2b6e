cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ServiceAccount
metadata:
  name: @{account}
  namespace: @{namespace}
automountServiceAccountToken: false
YAML
kubectl patch deployment @{web} -n @{namespace} -p '{"spec":{"template":{"spec":{"automountServiceAccountToken":null}}}}'
kubectl set serviceaccount deployment @{web} @{account} -n @{namespace}
kubectl patch deployment @{caller} -n @{namespace} --patch '
spec:
  template:
    spec:
      serviceAccountName: @{account}
      containers:
        - name: main
          volumeMounts:
            - name: token
              mountPath: @{dir}
      volumes:
        - name: token
          projected:
            sources:
              - serviceAccountToken:
                  path: @{file}
                  audience: @{audience}
                  expirationSeconds: @{life.seconds}
'
kubectl create token @{account} -n @{namespace} --duration=@{hours.n}h > /opt/answers/token/@{account}.jwt
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{caller} -n @{namespace} --timeout=120s
sleep 5
