ssh @{fault.node} 'pid=$(ss -ltnp | grep ":@{port} " | grep -o "pid=[0-9]*" | cut -d= -f2); ps -o args= -p $pid' > /opt/answers/intruder/command.txt
echo @{fault.culprit} > /opt/answers/intruder/deployment.txt
kubectl scale deployment @{fault.culprit} -n @{namespace} --replicas=0
kubectl patch deployment @{web} -n @{namespace} -p '
spec:
  template:
    spec:
      volumes:
        - { name: cache, emptyDir: {} }
        - { name: run, emptyDir: {} }
      containers:
        - name: nginx
          securityContext:
            readOnlyRootFilesystem: true
          volumeMounts:
            - { name: cache, mountPath: /var/cache/nginx }
            - { name: run, mountPath: /run }
'
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 5
