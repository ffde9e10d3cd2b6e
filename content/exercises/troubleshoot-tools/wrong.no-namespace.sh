# fails: context/namespace, context/works
kubectl config set-context field --cluster=kubernetes --user=kubernetes-admin
