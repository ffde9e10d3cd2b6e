kubectl create configmap @{config} -n @{namespace} --from-file=/opt/work/config/@{file} --from-literal=MODE=@{mode}
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user=@{user} --from-literal=password=@{password}
kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      volumes:
        - name: config
          configMap:
            name: @{config}
            items:
              - key: @{file}
                path: @{file}
      containers:
        - name: main
          env:
            - name: @{variables.user}
              valueFrom:
                secretKeyRef:
                  name: @{secret}
                  key: user
            - name: @{variables.password}
              valueFrom:
                secretKeyRef:
                  name: @{secret}
                  key: password
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: @{config}
                  key: MODE
          volumeMounts:
            - name: config
              mountPath: @{mount}
'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
