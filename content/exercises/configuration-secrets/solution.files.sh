# From files and manifests; aescbc; the configuration in a directory of its own, which the static Pod must mount.
printf %s orders > username; printf %s '4x$9!kiwi' > password
kubectl create secret generic orders-db -n shop --from-file=username --from-file=password
kubectl set env deployment/orders -n shop --from=secret/orders-db --prefix=DB_
kubectl patch deployment orders -n shop --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/env/-","value":{"name":"DB_USER","valueFrom":{"secretKeyRef":{"name":"orders-db","key":"username"}}}}]'

kubectl get secret billing-db -n shop -o json \
  | jq '.data.password |= (@base64d | @base64d | @base64)' | kubectl replace -f -
kubectl delete pod -n shop -l app=billing

kubectl create secret docker-registry pull -n private --docker-server=registry.example.com --docker-username=student --docker-password=kubedrill
kubectl get serviceaccount default -n private -o json | jq '.imagePullSecrets = [{name: "pull"}]' | kubectl apply -f -
kubectl delete pods -n private -l app=store

mkdir -p /etc/kubernetes/enc
cat > /etc/kubernetes/enc/config.yaml <<YAML
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets, configmaps]
    providers:
      - aescbc: { keys: [{ name: k, secret: "$(head -c 32 /dev/urandom | base64)" }] }
      - identity: {}
YAML
sed -i -e 's|^    - kube-apiserver$|    - kube-apiserver\n    - --encryption-provider-config=/etc/kubernetes/enc/config.yaml|' \
  -e 's|^    volumeMounts:$|    volumeMounts:\n    - { name: enc, mountPath: /etc/kubernetes/enc, readOnly: true }|' \
  -e 's|^  volumes:$|  volumes:\n  - { name: enc, hostPath: { path: /etc/kubernetes/enc, type: Directory } }|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 45
until kubectl get --raw /readyz; do sleep 5; done
kubectl get secrets -A -o json | kubectl replace -f -
kubectl rollout status deployment/orders -n shop --timeout=120s
kubectl rollout status deployment/billing -n shop --timeout=120s
kubectl rollout status deployment/store -n private --timeout=120s
sleep 35
