kubectl create secret generic orders-db -n shop --from-literal=username=orders --from-literal=password='4x$9!kiwi'
kubectl patch deployment orders -n shop -p '
spec:
  template:
    spec:
      containers:
        - name: busybox
          env:
            - name: DB_USER
              valueFrom:
                secretKeyRef:
                  name: orders-db
                  key: username
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: orders-db
                  key: password
'

kubectl patch secret billing-db -n shop -p '{"stringData":{"password":"orange-7-lemon"}}'
kubectl rollout restart deployment/billing -n shop

kubectl create secret docker-registry registry -n private --docker-server=registry.example.com --docker-username=student --docker-password=kubedrill
kubectl patch serviceaccount default -n private -p '{"imagePullSecrets":[{"name":"registry"}]}'
kubectl rollout restart deployment/store -n private

cat > /etc/kubernetes/pki/encryption.yaml <<YAML
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - secretbox:
          keys:
            - name: key1
              secret: $(head -c 32 /dev/urandom | base64)
      - identity: {}
YAML
sed -i 's|^    - kube-apiserver$|    - kube-apiserver\n    - --encryption-provider-config=/etc/kubernetes/pki/encryption.yaml|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 45
until kubectl get --raw /readyz; do sleep 5; done
kubectl get secrets --all-namespaces -o json | kubectl replace -f -

kubectl rollout status deployment/orders -n shop --timeout=120s
kubectl rollout status deployment/billing -n shop --timeout=120s
kubectl rollout status deployment/store -n private --timeout=120s
sleep 35
