# Another way to each: one Pod's log, custom columns, a quota made anew, a renamed copy of the context.
kubectl logs -n field api-batch -c api | awk -F'order=' '/error/ {print $2}' > /root/order.txt
kubectl get pods -n field -o custom-columns=I:.spec.containers[*].image --no-headers | tr ',' '\n' | sort | uniq > /root/images.txt
kubectl delete quota field -n field
kubectl create quota field -n field --hard=pods=10
kubectl delete replicaset -n field -l app=mailer
kubectl config set-context --current --namespace=field
kubectl config rename-context "$(kubectl config current-context)" field
sleep 40
