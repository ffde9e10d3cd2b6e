kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      volumes:
        - name: login
          secret:
            secretName: @{secret}
            defaultMode: 0400
            items:
              - key: password
                path: @{file}
      containers:
        - name: busybox
          env:
            - name: DB_USER
              valueFrom:
                secretKeyRef:
                  name: @{secret}
                  key: user
          volumeMounts:
            - name: login
              mountPath: @{mount}
'
kubectl delete secret @{shared} -n @{namespace}
kubectl create secret generic @{shared} -n @{namespace} --from-literal=user=gate --from-file=password=/opt/work/secret/new.txt
kubectl patch deployment @{other} -n @{namespace} --type=json -p '@{fault.mend}'
kubectl create secret docker-registry @{pull} -n @{namespace} --docker-server=@{registry} --docker-username=@{login} --docker-password=@{word}
kubectl patch serviceaccount @{account} -n @{namespace} -p '{"imagePullSecrets": [{"name": "@{pull}"}]}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
sleep 10
