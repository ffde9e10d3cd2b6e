cat > /opt/work/old-api/@{app}.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  replicas: @{replicas}
  strategy:
    rollingUpdate:
      maxUnavailable: 1
  selector:
    matchLabels:
      app: @{app}
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
@{fault.mended}
YAML
kubectl apply -f /opt/work/old-api/@{app}.yaml
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
echo @{kind.version} > /opt/answers/old-api/version.txt
