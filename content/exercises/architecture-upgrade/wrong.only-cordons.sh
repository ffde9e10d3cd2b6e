# fails: maintenance/empty, maintenance/report
kubectl cordon node02
