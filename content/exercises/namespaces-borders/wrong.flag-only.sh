# fails: context/current
# A flag holds for one command.
kubectl create namespace team-blue
kubectl label namespace team-blue team=blue
kubectl get pods --namespace=team-blue
