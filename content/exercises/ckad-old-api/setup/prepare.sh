mkdir -p /opt/work/old-api /opt/answers/old-api
chmod 777 /opt/work/old-api /opt/answers/old-api
kubectl create namespace @{namespace}
kubectl create service clusterip @{app} -n @{namespace} --tcp=80:80
cat > /opt/work/old-api/@{app}.yaml <<'YAML'
apiVersion: extensions/v1beta1
kind: Deployment
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  replicas: @{replicas}
  rollbackTo:
    revision: 0
  strategy:
    rollingUpdate:
      maxUnavailable: 1
  template:
    metadata:
      labels:
        app: @{app}
        tier: public
    spec:
      containers:
        - name: web
          image: nginx:@{tag}
          resources:
            requests:
              cpu: 20m
---
@{fault.old}
YAML
chmod 666 /opt/work/old-api/@{app}.yaml
